"""The timetabling competition ITC-2007, track 2: a yardstick by others for the search of schedules."""
