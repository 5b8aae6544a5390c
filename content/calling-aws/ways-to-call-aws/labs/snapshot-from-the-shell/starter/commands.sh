# What you type at the terminal is kept here, a line each.
