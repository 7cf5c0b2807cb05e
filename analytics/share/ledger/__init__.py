"""Ledgers (台账): activities written into a team's own workbook, its form left as it is."""
