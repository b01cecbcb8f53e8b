"""Why a run does not move (G9). Read ``explain`` first."""
