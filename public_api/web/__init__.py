"""The plumbing under both sites: answers, problems, language, negotiation, static files, the layer around it all."""
