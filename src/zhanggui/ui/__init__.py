"""Pages: design tokens, components, desk, sheet and station. Knows no business."""
