"""Rows and figures as papers that leave the office: .docx and .xlsx, pure, without database (ADR 0021)."""
