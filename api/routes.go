package api

// Routes is the whole surface of /api/v1, one row per operation.
func Routes() []Route {
	return []Route{
		op("GET", "/session", "session:read", (*API).readSession),
		op("POST", "/session", "session:create", (*API).signIn),
		op("DELETE", "/session", "session:end", (*API).signOut),

		op("GET", "/users", "user:read", (*API).listUsers),
		op("POST", "/users", "user:create", (*API).addUser),
		op("GET", "/users/{id}", "user:read", (*API).readUser),
		op("PATCH", "/users/{id}", "user:change", (*API).changeUser),
		op("POST", "/users/{id}/password", "password:change", (*API).changePassword),
		op("GET", "/audit-entries", "audit:read", (*API).listAudit),

		op("GET", "/enterprises", "enterprise:read", (*API).listEnterprises),
		op("POST", "/enterprises", "enterprise:create", (*API).registerEnterprise),
		op("GET", "/enterprises/{id}", "enterprise:read", (*API).readEnterprise),
		op("PATCH", "/enterprises/{id}", "enterprise:change", (*API).changeEnterprise),
	}
}
