"""What managers and the steering committee see: boards as pages, spreadsheets, data; reminders; the budget.

The only room that joins people with templates. Everything is made from one `Board`, so its numbers agree.
"""
