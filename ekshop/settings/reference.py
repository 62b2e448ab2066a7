"""What every installation needs before its first visitor, demonstration or not."""

# Functions without arguments, by dotted path, run in this order by `manage.py setup_reference`
# at every start: each may be run again and then only mends what has changed.
REFERENCE_STEPS = [
    "ekshop.kernel.rulebook.rules_load",
    "ekshop.kernel.holidays.holidays_load",
    "ekshop.parties.services.geography_load",
    "ekshop.channels.services.reference.channels_reference_load",
]
