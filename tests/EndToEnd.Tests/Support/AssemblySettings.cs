// Sessions with their threads, sockets and two cores: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
