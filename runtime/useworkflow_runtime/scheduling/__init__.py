"""Schedules: nominal times from cron expressions, and one run for each. Read ``schedules`` first."""
