"""``python -m useworkflow_runtime.cli``: the command line without the installed script."""

from useworkflow_runtime.cli import main

if __name__ == "__main__":
    main()
