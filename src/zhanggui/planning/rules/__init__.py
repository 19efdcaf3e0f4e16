"""Pure decisions of planning: festivals, classes, forecasts and what to order. They know no database and no clock."""
