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

		op("GET", "/editions", "edition:read", (*API).listEditions),
		op("GET", "/editions/{id}", "edition:read", (*API).readEdition),
		op("POST", "/editions/{id}/review", "edition:review", (*API).reviewEdition),
		op("POST", "/editions/{id}/approve", "edition:approve", (*API).approveEdition),
		op("GET", "/edition-entries", "edition-entry:read", (*API).listEntries),
		op("GET", "/edition-entries/{id}", "edition-entry:read", (*API).readEntry),
		op("POST", "/edition-entries/{id}/notify", "edition-entry:notify", (*API).notifyEntry),
		op("POST", "/edition-entries/{id}/state", "edition-entry:state", (*API).stateDefence),
		op("POST", "/edition-entries/{id}/consider", "edition-entry:consider", (*API).considerDefence),
		op("POST", "/edition-entries/{id}/exclude", "edition-entry:exclude", (*API).excludeEntry),
		op("POST", "/edition-entries/{id}/withdraw", "edition-entry:withdraw", (*API).withdrawEntry),

		op("GET", "/jobs", "job:read", (*API).listJobs),
		op("GET", "/job-runs", "job:read", (*API).listRuns),
		op("POST", "/job-runs", "job:run", (*API).runJob),

		op("GET", "/endpoints", "endpoint:read", (*API).listEndPoints),
		op("POST", "/endpoints", "endpoint:create", (*API).draftEndPoint),
		op("GET", "/endpoints/{id}", "endpoint:read", (*API).readEndPoint),
		op("PATCH", "/endpoints/{id}", "endpoint:change", (*API).changeEndPoint),
		op("POST", "/endpoints/{id}/submit", "endpoint:submit", (*API).submitEndPoint),
		op("POST", "/endpoints/{id}/request-correction", "endpoint:request-correction", (*API).requestCorrection),
		op("POST", "/endpoints/{id}/accept", "endpoint:accept", (*API).acceptEndPoint),
		op("POST", "/endpoints/{id}/return", "endpoint:return", (*API).returnEndPoint),
		op("POST", "/endpoints/{id}/cancel", "endpoint:cancel", (*API).cancelEndPoint),

		op("GET", "/inspections", "inspection:read", (*API).listInspections),
		op("POST", "/inspections", "inspection:create", (*API).planInspection),
		op("GET", "/inspections/{id}", "inspection:read", (*API).readInspection),
		op("PATCH", "/inspections/{id}", "inspection:change", (*API).changeInspection),
		op("POST", "/inspections/{id}/record", "inspection:record", (*API).recordInspection),
		op("POST", "/inspections/{id}/confirm", "inspection:confirm", (*API).confirmInspection),
		op("POST", "/inspections/{id}/return", "inspection:confirm", (*API).returnInspection),
		op("POST", "/inspections/{id}/rectify", "inspection:rectify", (*API).rectifyFinding),
		op("POST", "/inspections/{id}/publish", "inspection:publish", (*API).publishInspection),

		op("GET", "/complaints", "complaint:read", (*API).listComplaints),
		op("POST", "/complaints", "complaint:create", (*API).registerComplaint),
		op("GET", "/complaints/{id}", "complaint:read", (*API).readComplaint),
		op("PATCH", "/complaints/{id}", "complaint:change", (*API).changeComplaint),
		op("POST", "/complaints/{id}/accept", "complaint:accept", (*API).acceptComplaint),
		op("POST", "/complaints/{id}/refuse", "complaint:refuse", (*API).refuseComplaint),
		op("POST", "/complaints/{id}/transfer", "complaint:transfer", (*API).transferComplaint),
		op("POST", "/complaints/{id}/answer", "complaint:answer", (*API).answerComplaint),
		op("POST", "/complaints/{id}/close", "complaint:close", (*API).closeComplaint),

		op("GET", "/work", "work:read", (*API).listWork),
	}
}
