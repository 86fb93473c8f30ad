"""Why a query has no rows; every count comes from the engine, as a stranger's would."""
