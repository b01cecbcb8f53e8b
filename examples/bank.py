"""Money moves between two accounts exactly once, whatever is killed when; a notice follows by the same transaction.

useworkflow run examples/bank.py:transfer ann ben 500
useworkflow worker --import examples/bank.py          # with USEWORKFLOW_OUTBOX=sqlite:///bank.db: sends the notices
"""

from useworkflow import FatalError, get_transaction, outbox, step

DATABASE = "sqlite:///bank.db"


async def transfer(source: str, target: str, cents: int) -> dict[str, int]:
    """Move money, in two steps; each is a transaction of the bank's database."""
    "use workflow"
    open_accounts([source, target])
    return move(source, target, cents)


async def notify(account: str, cents: int) -> str:
    """Tell the owner of an account; started by the transaction that changed it."""
    "use workflow"
    return await send_mail(account, f"{cents / 100:.2f} arrived")


@step(transaction=DATABASE)
def open_accounts(names: list[str]) -> None:
    """Make sure that the accounts are there, with 10.00 to begin with."""
    "use step"
    db = get_transaction()
    db.execute("CREATE TABLE IF NOT EXISTS accounts (name TEXT PRIMARY KEY, cents INTEGER CHECK (cents >= 0))")
    for name in names:
        db.execute("INSERT OR IGNORE INTO accounts VALUES (?, 1000)", (name,))


@step(transaction=DATABASE)
def move(source: str, target: str, cents: int) -> dict[str, int]:
    """Take here, give there, and ask for a notice: all of it or nothing."""
    "use step"
    db = get_transaction()
    (balance,) = db.execute("SELECT cents FROM accounts WHERE name = ?", (source,)).fetchone()
    if balance < cents:
        raise FatalError(f"{source} has only {balance / 100:.2f}")
    db.execute("UPDATE accounts SET cents = cents - ? WHERE name = ?", (cents, source))
    db.execute("UPDATE accounts SET cents = cents + ? WHERE name = ?", (cents, target))
    outbox(db).start(notify, target, cents)
    return dict(db.execute("SELECT name, cents FROM accounts").fetchall())


@step
async def send_mail(account: str, text: str) -> str:
    """Would send a mail."""
    "use step"
    return f"{account}: {text}"
