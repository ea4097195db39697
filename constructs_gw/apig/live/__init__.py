"""The gateway responses of live API groups, with the SDK of the cloud: `pull`, `diff`, `push`, `restore`, `reset`."""
