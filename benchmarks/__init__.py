"""What things cost: measured, beside what one would take instead."""
