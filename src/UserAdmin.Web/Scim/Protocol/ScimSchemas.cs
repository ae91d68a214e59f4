namespace UserAdmin.Web.Scim.Protocol;

/// <summary>
/// The schemas: those of RFC 7643, with all of their attributes because clients send them all, and one of ours for what
/// SCIM has no name for.
/// </summary>
internal static class ScimSchemas
{
    /// <summary>The URN of the schema of users.</summary>
    public const string UserUrn = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>The URN of the enterprise extension.</summary>
    public const string EnterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>The URN of our extension of users.</summary>
    public const string OwnUserUrn = "urn:useradmin:params:scim:schemas:extension:2.0:User";

    /// <summary>The URN of the schema of groups.</summary>
    public const string GroupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /// <summary>The URN of our extension of groups.</summary>
    public const string OwnGroupUrn = "urn:useradmin:params:scim:schemas:extension:2.0:Group";

    /// <summary>The attributes that every resource has.</summary>
    public static IReadOnlyList<ScimAttribute> CommonAttributes { get; } =
    [
        new("schemas", "The URNs of the schemas.")
        {
            IsMultiValued = true,
            Type = ScimType.Reference,
            IsCaseExact = true,
            Mutability = ScimMutability.ReadOnly,
            Returned = ScimReturned.Always,
        },
        new("id", "The resource's id here.")
        {
            IsCaseExact = true,
            Mutability = ScimMutability.ReadOnly,
            Returned = ScimReturned.Always,
            IsUnique = true,
        },
        new("externalId", "The resource's id at the client.") { IsCaseExact = true },
        new("meta", "About the resource.")
        {
            Type = ScimType.Complex,
            Mutability = ScimMutability.ReadOnly,
            Sub =
            [
                ReadOnly("resourceType", "The kind of resource.") with
                {
                    IsCaseExact = true,
                },
                ReadOnly("created", "When it was created.", ScimType.DateTime),
                ReadOnly("lastModified", "When it was last changed.", ScimType.DateTime),
                ReadOnly("location", "Its address.", ScimType.Reference),
                ReadOnly("version", "Its version, as in the header ETag.") with
                {
                    IsCaseExact = true,
                },
            ],
        },
    ];

    /// <summary>The schema of users.</summary>
    public static ScimSchema User { get; } =
        new(
            UserUrn,
            "User",
            "An account.",
            [
                new("userName", "The unique name for signing in.") { IsRequired = true, IsUnique = true },
                new("name", "The parts of the name.")
                {
                    Type = ScimType.Complex,
                    Sub =
                    [
                        new("formatted", "The whole name, which is the display name."),
                        new("familyName", "The family name, at most 100 characters."),
                        new("givenName", "The given name, at most 100 characters."),
                        new("middleName", "Middle names.") { IsKept = false },
                        new("honorificPrefix", "Such as Dr.") { IsKept = false },
                        new("honorificSuffix", "Such as III.") { IsKept = false },
                    ],
                },
                new("displayName", "The name that is shown, at most 200 characters."),
                new("nickName", "A nick name.") { IsKept = false },
                new("profileUrl", "A page about the person.") { Type = ScimType.Reference, IsKept = false },
                new("title", "The job title, at most 150 characters."),
                new("userType", "Such as employee.") { IsKept = false },
                new("preferredLanguage", "The preferred language.") { IsKept = false },
                new("locale", "The language tag, such as de-CH."),
                new("timezone", "The IANA time zone, such as Europe/Berlin."),
                new("active", "Whether the account is not disabled.") { Type = ScimType.Boolean },
                new("password", "A password: the first one, or a temporary one that must be changed.")
                {
                    Mutability = ScimMutability.WriteOnly,
                    Returned = ScimReturned.Never,
                    IsCaseExact = true,
                },
                Plural(
                    "emails",
                    "The email address; one is kept: the primary one, that for work, or the first.",
                    "work"
                ),
                Plural("phoneNumbers", "The phone number; one is kept: the primary one, or that for work.", "work"),
                Plural("ims", "Addresses for messages.") with
                {
                    IsKept = false,
                },
                Plural("photos", "Pictures.") with
                {
                    IsKept = false,
                },
                new("addresses", "Postal addresses.")
                {
                    Type = ScimType.Complex,
                    IsMultiValued = true,
                    IsKept = false,
                    Sub =
                    [
                        new("formatted", "All of it."),
                        new("streetAddress", "The street."),
                        new("locality", "The town."),
                        new("region", "The region."),
                        new("postalCode", "The postal code."),
                        new("country", "The country."),
                        new("type", "What it is for."),
                        new("primary", "Whether it is the first choice.") { Type = ScimType.Boolean },
                    ],
                },
                new("groups", "The groups, which are the roles.")
                {
                    Type = ScimType.Complex,
                    IsMultiValued = true,
                    Mutability = ScimMutability.ReadOnly,
                    Sub =
                    [
                        ReadOnly("value", "The group's id.") with
                        {
                            IsCaseExact = true,
                        },
                        ReadOnly("$ref", "The group's address.", ScimType.Reference) with
                        {
                            References = ["Group"],
                        },
                        ReadOnly("display", "The group's name."),
                        ReadOnly("type", "Always direct.") with
                        {
                            Canonical = ["direct"],
                        },
                    ],
                },
                Plural("entitlements", "Entitlements.") with
                {
                    IsKept = false,
                },
                Plural("roles", "The names of the roles; change them at the groups.") with
                {
                    Mutability = ScimMutability.ReadOnly,
                },
                Plural("x509Certificates", "Certificates.") with
                {
                    IsKept = false,
                },
            ]
        );

    /// <summary>The enterprise extension.</summary>
    public static ScimSchema Enterprise { get; } =
        new(
            EnterpriseUrn,
            "EnterpriseUser",
            "What enterprises know of a person.",
            [
                new("employeeNumber", "The employee number, at most 100 characters."),
                new("costCenter", "The cost center, at most 100 characters."),
                new("organization", "The organization, at most 200 characters."),
                new("division", "The division, at most 100 characters."),
                new("department", "The department, at most 100 characters."),
                new("manager", "The manager: another user.")
                {
                    Type = ScimType.Complex,
                    Sub =
                    [
                        new("value", "The manager's id.") { IsCaseExact = true },
                        new("$ref", "The manager's address.") { Type = ScimType.Reference, References = ["User"] },
                        ReadOnly("displayName", "The manager's name.") with
                        {
                            IsKept = false,
                        },
                    ],
                },
            ]
        );

    /// <summary>Our extension of users.</summary>
    public static ScimSchema OwnUser { get; } =
        new(
            OwnUserUrn,
            "UserAdminUser",
            "What this program knows of an account and SCIM has no name for.",
            [
                ReadOnly("state", "The account's state.") with
                {
                    Canonical = ["active", "invited", "locked", "disabled"],
                },
                new("expiresAt", "When the account is disabled automatically; in the future.")
                {
                    Type = ScimType.DateTime,
                },
                ReadOnly("lockedUntil", "Until when the account is locked.", ScimType.DateTime),
                ReadOnly("invitedAt", "When the person was invited, until it is accepted.", ScimType.DateTime),
                ReadOnly("lastSignInAt", "When the person last signed in here.", ScimType.DateTime),
                ReadOnly("emailConfirmed", "Whether the address is proved.", ScimType.Boolean),
                ReadOnly("mustChangePassword", "Whether the next sign-in asks for a new password.", ScimType.Boolean),
                ReadOnly("twoFactorEnabled", "Whether a second factor is asked for.", ScimType.Boolean),
                new("attributes", "Columns that the application added to its accounts.")
                {
                    Type = ScimType.Complex,
                    IsMultiValued = true,
                    Sub =
                    [
                        new("name", "The column's name.") { IsCaseExact = true },
                        new("value", "The value as text.") { IsCaseExact = true },
                    ],
                },
            ]
        );

    /// <summary>The schema of groups.</summary>
    public static ScimSchema Group { get; } =
        new(
            GroupUrn,
            "Group",
            "A role.",
            [
                new("displayName", "The role's unique name, 1 to 100 characters, no commas.")
                {
                    IsRequired = true,
                    IsUnique = true,
                },
                new("members", "The users who hold the role.")
                {
                    Type = ScimType.Complex,
                    IsMultiValued = true,
                    Sub =
                    [
                        new("value", "The user's id.") { IsCaseExact = true, Mutability = ScimMutability.Immutable },
                        new("$ref", "The user's address.")
                        {
                            Type = ScimType.Reference,
                            References = ["User"],
                            Mutability = ScimMutability.Immutable,
                        },
                        new("display", "The user's name.") { Mutability = ScimMutability.ReadOnly },
                        new("type", "Always User.") { Canonical = ["User"], Mutability = ScimMutability.Immutable },
                    ],
                },
            ]
        );

    /// <summary>Our extension of groups.</summary>
    public static ScimSchema OwnGroup { get; } =
        new(
            OwnGroupUrn,
            "UserAdminGroup",
            "What this program knows of a role and SCIM has no name for.",
            [
                new("description", "What the role is for, at most 500 characters."),
                ReadOnly("permissions", "The permissions that it gives in this program.") with
                {
                    IsMultiValued = true,
                    IsCaseExact = true,
                },
                ReadOnly("memberCount", "How many users hold it.", ScimType.Integer),
            ]
        );

    /// <summary>Users.</summary>
    public static ScimResourceType Users { get; } = new("User", "Users", User, [Enterprise, OwnUser]);

    /// <summary>Groups.</summary>
    public static ScimResourceType Groups { get; } = new("Group", "Groups", Group, [OwnGroup]);

    private static ScimAttribute ReadOnly(string name, string description, ScimType type = ScimType.String) =>
        new(name, description) { Type = type, Mutability = ScimMutability.ReadOnly };

    private static ScimAttribute Plural(string name, string description, params IReadOnlyList<string> types) =>
        new(name, description)
        {
            Type = ScimType.Complex,
            IsMultiValued = true,
            Sub =
            [
                new("value", "The value."),
                new("display", "The value as it is shown.") { IsKept = false },
                new("type", "What it is for.") { Canonical = types },
                new("primary", "Whether it is the first choice.") { Type = ScimType.Boolean },
            ],
        };
}
