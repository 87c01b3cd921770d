package domain

// Tenant is an organisation as the registry knows it.
type Tenant struct {
	ID     string
	Slug   string
	Name   string
	Region string // "uk", "eu", "us" or "au"; fixed at creation
}

// Regions are where a tenant's database can live (PLAT-7).
var Regions = []string{"uk", "eu", "us", "au"}
