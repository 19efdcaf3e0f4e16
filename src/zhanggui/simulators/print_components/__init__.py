"""The programs beside the browser that print labels: 菜鸟's print component, its relatives, and C-Lodop."""
