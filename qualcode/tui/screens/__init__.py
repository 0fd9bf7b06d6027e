"""The pages of the app, one module each; a page is loaded when somebody goes there."""
