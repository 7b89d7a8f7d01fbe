"""How many people the campaign reached: attendance, showpieces, volunteers, online activities."""
