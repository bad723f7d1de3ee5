"""The cookbook: questions that researchers ask, each with the query that answers it, run in every release."""

from exports.cookbook.recipe import Column, Recipe, Theme, recipes, themes

__all__ = ["Column", "Recipe", "Theme", "recipes", "themes"]
