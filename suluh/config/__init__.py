"""The composition root: settings, URLs, navigation, boot checks. Nothing imports this room."""
