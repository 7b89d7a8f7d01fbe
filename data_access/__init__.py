"""Reading the shared database of a campaign; knows neither Streamlit nor Plotly."""
