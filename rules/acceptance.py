def accept(summary, proposed, session):
    return summary
