# Tuesday, 17:00. The test is over.
