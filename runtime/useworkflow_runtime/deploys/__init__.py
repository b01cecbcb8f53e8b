"""Deploys: what new code would do to the runs in flight, and how they are moved. Read ``deploy_check`` first."""
