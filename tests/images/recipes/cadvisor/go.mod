module sutazai.test/cadvisor

go 1.25.0

require (
	github.com/google/cadvisor v0.60.5
	github.com/google/cadvisor/lib v0.60.5
)

// cAdvisor's own go.mod names a folder of its repository here.
replace github.com/google/cadvisor/lib => github.com/google/cadvisor/lib v0.60.5
