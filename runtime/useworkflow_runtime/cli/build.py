"""``useworkflow build --show FILE[:FUNCTION]``: the lowered code of a workflow, as text.

    $ useworkflow build --show examples/order_saga.py
    # examples/order_saga.py, lowered
    async def place_order(order_id):
        ...

Read next: ``useworkflow_compiler.show``.
"""

from __future__ import annotations

import click

from useworkflow_runtime.cli.target import load_workflow, parse_target


@click.command("build")
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.option("--show", is_flag=True, required=True, help="Print the generated code.")
@click.option("--resume", is_flag=True, help="Also print the forms that take up a captured state.")
def build_command(target: str, show: bool, resume: bool) -> None:
    """Compile a workflow and print the generated code, module by module."""
    from useworkflow_compiler.show import readable
    from useworkflow_runtime.programs import compile_function

    bundle = compile_function(load_workflow(parse_target(target)))
    for module in bundle.modules:
        click.echo(readable(module, resume=resume))
