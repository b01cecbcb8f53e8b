"""``import useworkflow.auto``: modules with directives that are imported from now on are compiled on load.

Read next: ``useworkflow_runtime.code.import_hook``.
"""

from useworkflow_runtime.code.import_hook import install

install()
