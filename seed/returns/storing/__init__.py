"""What kinds of returns need to be stored: versions, events, receipts; all of it runs in one transaction of a file."""
