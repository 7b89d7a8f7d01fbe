"""Everything that knows Streamlit or Plotly; reads through data_access, writes nothing."""
