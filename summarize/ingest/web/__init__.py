"""Articles from the web: addresses fetched politely, from public machines alone unless the user says otherwise."""
