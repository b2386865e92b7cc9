"""Who said what: speaker, channel, hedge, stance, topic and side of each attribution."""
