"""Arabic media notebooks: from scraped pages to defensible findings about Arabic news."""

__version__ = "0.1.0"
