"""The links between the parts: what the pulse brings goes to models and views, what the operator does goes back."""
