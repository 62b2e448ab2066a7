"""One folder a service. Each has a function `services(world)`; a new folder is found by itself."""
