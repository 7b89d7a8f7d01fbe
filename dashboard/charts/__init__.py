"""Pictures of rows whose texts are ready, in the reader's language; no Streamlit session, no database."""
