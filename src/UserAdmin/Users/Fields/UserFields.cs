using System.Collections.Frozen;
using UserAdmin.Text;
using UserAdmin.Users.Search;
using static UserAdmin.Users.Fields.FieldEditing;

namespace UserAdmin.Users.Fields;

/// <summary>
/// The fields of a user, each declared once (decision 61). Columns, sorts, the search language, the index, facets,
/// forms, validators, imports, exports and the labels of the history are derived from these declarations, in this
/// order.
/// </summary>
public static class UserFields
{
    /// <summary>All fields.</summary>
    public static IReadOnlyList<UserField> All { get; } =
    [
        new TextField(nameof(UserRow.DisplayName), "Name", row => row.DisplayName)
        {
            Label = "Display name",
            ColumnKey = "name",
            IsDefaultColumn = true,
            Filter = new("name", "Name", SearchKind.Text, "Part of the display name") { Aliases = ["display-name"] },
            Editing = RequiredInProfile(nameof(UserRow.DisplayName), new DisplayNameRule()),
            ImportTitles =
                "displayname fullname name realname formattedname anzeigename vollername vollständigername commonname cn "
                + "gecos nomcomplet nomaffiché nombrecompleto nombreparamostrar nomecompleto nomedeexibição "
                + "imięinazwisko nazwawyświetlana 氏名 表示名 名前",
        },
        new TextField(nameof(UserRow.UserName), "User name", row => row.UserName)
        {
            ColumnKey = "user-name",
            IsDefaultColumn = true,
            Filter = new("user-name", "User name", SearchKind.Text, "Part of the user name")
            {
                Aliases = ["username", "login-name"],
            },
            Editing = OfIdentity(nameof(UserRow.UserName), UserText.CleanKey, isRequired: true, isUnique: true),
            ImportTitles =
                "username login loginname logon signinname userprincipalname samaccountname account "
                + "accountname upn preferredusername benutzername benutzer anmeldename nutzername kennung "
                + "nomdutilisateur identifiant nombredeusuario usuario nomedeusuario usuário nazwaużytkownika "
                + "użytkownik ユーザー名 ユーザーid ログイン名",
            MayLookLikeNumber = true,
        },
        new TextField(nameof(UserRow.Email), "Email", row => row.Email)
        {
            ColumnKey = "email",
            IsDefaultColumn = true,
            Filter = new("email", "Email", SearchKind.Text, "Part of the email") { Aliases = ["mail"] },
            Editing = OfIdentity(nameof(UserRow.Email), EmailAddress.Clean, isRequired: true, isUnique: true),
            ImportTitles =
                "email emailaddress mail emails emailadresse mailadresse epost primaryemail workemail emailwork useremail "
                + "contactemail adressemail adresseemail courriel adressecourriel correo correoelectrónico "
                + "direccióndecorreo endereçodeemail adresemail adrespocztyelektronicznej メール メールアドレス eメール "
                + "почта электроннаяпочта",
        },
        new StateField(nameof(State), "State")
        {
            ColumnKey = "state",
            IsDefaultColumn = true,
            Room = 124,
            Filter = new("state", "State", SearchKind.Choice, "Active, invited, locked, disabled or deleted accounts")
            {
                Choices =
                [
                    .. Enum.GetNames<UserState>().Select(name => name.ToLowerInvariant()),
                    SearchFields.AnyState,
                ],
                IsFacet = true,
            },
        },
        new SharedValueField(nameof(UserRow.Roles), "Roles", row => row.Roles)
        {
            HoldsSeveral = true,
            ColumnKey = "roles",
            IsDefaultColumn = true,
            Filter = new("role", "Role", SearchKind.Value, "Who holds a role") { Aliases = ["roles"], IsFacet = true },
        },
        new PermissionField(nameof(Permission), "Permission")
        {
            Filter = new("permission", "Permission", SearchKind.Value, "Who has a permission")
            {
                Aliases = ["may"],
                IsFacet = true,
            },
        },
        new MomentField(nameof(UserRow.LastSignInAt), "Last sign-in", row => row.LastSignInAt)
        {
            ColumnKey = "signed-in",
            IsDefaultColumn = true,
            Filter = new("signed-in", "Last sign-in", SearchKind.Moment, "When the person last signed in")
            {
                Aliases = ["last-sign-in", "signin", "sign-in"],
                Quick = [("7d", "Last 7 days"), ("30d", "Last 30 days"), (SearchFields.Never, "Never")],
                HasRange = true,
            },
        },
        new SignInsField(nameof(UserRow.SignInDays), "Sign-ins, 30 days") { ColumnKey = "sign-ins", Room = 136 },
        new MomentField(nameof(UserRow.ChangedAt), "Changed", row => row.ChangedAt)
        {
            ColumnKey = "changed",
            IsDefaultColumn = true,
            Filter = new("changed", "Changed", SearchKind.Moment, "When it was last changed")
            {
                Aliases = ["modified", "updated"],
            },
        },
        new MomentField(nameof(UserRow.CreatedAt), "Created", row => row.IsCreatedBefore ? null : row.CreatedAt)
        {
            ColumnKey = "created",
            Filter = new("created", "Created", SearchKind.Moment, "When the account was created, if that is known")
            {
                Quick = [("today", "Today"), ("7d", "Last 7 days"), ("30d", "Last 30 days")],
                HasRange = true,
                Never = "Not known",
            },
        },
        new MomentField(nameof(UserRow.ExpiresAt), "Expires", row => row.ExpiresAt)
        {
            ColumnKey = "expires",
            Filter = new("expires", "Expires", SearchKind.Moment, "When the account is disabled automatically")
            {
                LiesAhead = true,
                Aliases = ["expiry"],
                Quick = [("30d", "Within 30 days"), (SearchFields.Never, "Never")],
            },
        },
        new MomentField(nameof(UserRow.InvitedAt), "Invited", row => row.InvitedAt)
        {
            ColumnKey = "invited",
            Filter = new("invited", "Invited", SearchKind.Moment, "When the person was invited, until it is accepted"),
        },
        new MomentField(nameof(UserRow.InvitationExpiresAt), "Invitation expires", row => row.InvitationExpiresAt)
        {
            ColumnKey = "invitation-expires",
            Filter = new(
                "invitation-expires",
                "Invitation expires",
                SearchKind.Moment,
                "When the link of the invitation stops working"
            )
            {
                LiesAhead = true,
            },
        },
        new NamePartField(nameof(UserRow.GivenName), "Given name", row => row.GivenName)
        {
            ColumnKey = "given-name",
            Filter = new("given-name", "Given name", SearchKind.Text, "Part of the given name")
            {
                Aliases = ["given", "first-name"],
            },
            Editing = Detail(nameof(UserRow.GivenName), new TextRule(100)),
            ImportTitles =
                "givenname firstname first forename vorname prénom nombre primernombre nome primeironome imię 名 имя",
        },
        new NamePartField(nameof(UserRow.FamilyName), "Family name", row => row.FamilyName)
        {
            ColumnKey = "family-name",
            Filter = new("family-name", "Family name", SearchKind.Text, "Part of the family name")
            {
                Aliases = ["family", "last-name", "surname"],
            },
            Editing = Detail(nameof(UserRow.FamilyName), new TextRule(100)),
            ImportTitles =
                "familyname lastname last surname nachname familienname sn zuname nom nomdefamille apellido apellidos "
                + "sobrenome apelido cognome nazwisko 姓 苗字 фамилия",
        },
        new SharedValueField(nameof(UserRow.JobTitle), "Job title", row => row.JobTitle)
        {
            ColumnKey = "title",
            Filter = new("title", "Job title", SearchKind.Value, "A job title") { Aliases = ["job", "job-title"] },
            Editing = Detail(nameof(UserRow.JobTitle), new TextRule(150)),
            ImportTitles =
                "jobtitle title position jobname employeetitle worktitle occupation stelle stellenbezeichnung funktion "
                + "berufsbezeichnung titel poste fonction intituléduposte puesto cargo stanowisko função 役職 должность",
        },
        new SharedValueField(nameof(UserRow.Department), "Department", row => row.Department)
        {
            ColumnKey = "department",
            Filter = new("department", "Department", SearchKind.Value, "A department")
            {
                Aliases = ["dept"],
                IsFacet = true,
            },
            Editing = Detail(nameof(UserRow.Department), new TextRule(100)),
            ImportTitles =
                "department dept departmentname abteilung bereich organizationalunit ou team "
                + "service département departamento dział departament dipartimento 部署 部門 отдел",
        },
        new TextField(nameof(UserRow.EmployeeNumber), "Employee number", row => row.EmployeeNumber)
        {
            ColumnKey = "employee-number",
            Filter = new("employee-number", "Employee number", SearchKind.Text, "Part of the employee number")
            {
                Aliases = ["employee", "employee-id"],
            },
            Editing = Detail(nameof(UserRow.EmployeeNumber), new TextRule(100), UserText.CleanKey),
            ImportTitles =
                "employeenumber employeeid personnelnumber personnelid staffid staffnumber personalnummer "
                + "mitarbeiternummer matricule numérodeemployé númerodeempleado matrícula numerpracownika 社員番号 "
                + "従業員番号 табельныйномер",
            MayLookLikeNumber = true,
        },
        new SharedValueField(nameof(UserRow.CostCenter), "Cost center", row => row.CostCenter)
        {
            ColumnKey = "cost-center",
            Filter = new("cost-center", "Cost center", SearchKind.Value, "A cost center") { Aliases = ["cost-centre"] },
            Editing = Detail(nameof(UserRow.CostCenter), new TextRule(100)),
            ImportTitles =
                "costcenter costcentre costcenternumber costcentercode kostenstelle centredecoût centredecoûts "
                + "centrodecosto centrodecoste centrodecusto centrodicosto mpk miejscepowstawaniakosztów 原価センター "
                + "コストセンター",
            MayLookLikeNumber = true,
        },
        new SharedValueField(nameof(UserRow.Organization), "Organization", row => row.Organization)
        {
            ColumnKey = "organization",
            Filter = new("organization", "Organization", SearchKind.Value, "An organization or company")
            {
                Aliases = ["organisation", "company"],
            },
            Editing = Detail(nameof(UserRow.Organization), new TextRule(200)),
            ImportTitles =
                "organization organisation organizationname organisationname company companyname o employer firma "
                + "firmenname unternehmen société entreprise empresa compañía azienda organización organização "
                + "organizacja 会社 会社名 組織 компания организация",
        },
        new SharedValueField(nameof(UserRow.Division), "Division", row => row.Division)
        {
            ColumnKey = "division",
            Filter = new("division", "Division", SearchKind.Value, "A division"),
            Editing = Detail(nameof(UserRow.Division), new TextRule(100)),
            ImportTitles =
                "division businessunit businessdivision geschäftsbereich sparte división divisão divisione pion 事業部",
        },
        new AccountField(nameof(UserRow.ManagerId), "Manager", row => row.ManagerId)
        {
            Filter = new("manager", "Manager", SearchKind.Value, "Whose manager is the account with a key")
            {
                IsOffered = false,
            },
            Editing = Detail(
                nameof(UserRow.ManagerId),
                new TextRule(450),
                UserText.CleanKey,
                hint: "A name or an email address",
                isAccount: true
            ),
        },
        new PhoneField(nameof(UserRow.PhoneNumber), "Phone", row => row.PhoneNumber)
        {
            Label = "Phone number",
            ColumnKey = "phone",
            Filter = new("phone", "Phone", SearchKind.Text, "Part of the phone number") { Aliases = ["tel"] },
            Editing = OfIdentity(nameof(UserRow.PhoneNumber), UserText.CleanNumber),
            ImportTitles =
                "phonenumber phone telephone telephonenumber mobile mobilephone workphone businessphone officephone "
                + "primaryphone homephone phone1 mobilenumber cellphone cell tel telefon telefonnummer handy mobil "
                + "mobiltelefon rufnummer téléphone numérodetéléphone portable teléfono móvil celular telefone "
                + "telemóvel numertelefonu komórka 電話 電話番号 携帯電話 телефон",
            MayLookLikeNumber = true,
        },
        new SharedValueField(nameof(UserRow.Locale), "Language", row => row.Locale)
        {
            ColumnKey = "locale",
            Room = 96,
            Filter = new("locale", "Language", SearchKind.Value, "A language tag, such as de or pt-BR")
            {
                Aliases = ["language", "lang"],
                IsFacet = true,
            },
            Editing = Detail(
                nameof(UserRow.Locale),
                new LocaleRule(),
                UserText.CleanKey,
                hint: "Language tag, such as de-CH"
            ),
            ImportTitles =
                "locale language preferredlanguage lang languagecode sprache gebietsschema langue idioma język lingua "
                + "言語 язык",
        },
        new SharedValueField(nameof(UserRow.TimeZone), "Time zone", row => row.TimeZone)
        {
            ColumnKey = "time-zone",
            Filter = new("time-zone", "Time zone", SearchKind.Value, "An IANA time zone")
            {
                Aliases = ["timezone", "tz"],
            },
            Editing = Detail(
                nameof(UserRow.TimeZone),
                new TimeZoneRule(),
                UserText.CleanKey,
                hint: "Such as Europe/Berlin"
            ),
            ImportTitles =
                "timezone zoneinfo tz timezoneid zeitzone fuseauhoraire zonahoraria fusohorário strefaczasowa "
                + "タイムゾーン часовойпояс",
        },
        new FlagField(nameof(UserRow.EmailConfirmed), "Email confirmed", row => row.EmailConfirmed)
        {
            ColumnKey = "confirmed",
            Room = 128,
            Filter = YesNo("confirmed", "Email confirmed", "Whether the email was confirmed") with
            {
                Aliases = ["email-confirmed", "verified"],
            },
        },
        new FlagField(nameof(UserRow.HasPassword), "Has a password", row => row.HasPassword)
        {
            ColumnKey = "password",
            Room = 128,
            Filter = YesNo("password", "Has a password", "Whether there is a password") with
            {
                Aliases = ["has-password"],
            },
        },
        new FlagField(nameof(UserRow.TwoFactorEnabled), "Two-factor", row => row.TwoFactorEnabled)
        {
            ColumnKey = "two-factor",
            Room = 128,
            Filter = YesNo("two-factor", "Two-factor", "Whether a second factor is asked for") with
            {
                Aliases = ["2fa", "mfa", "twofactor"],
            },
        },
        new CountField(nameof(UserRow.PasskeyCount), "Passkeys", row => row.PasskeyCount)
        {
            ColumnKey = "passkeys",
            Room = 96,
            Filter = YesNo("passkey", "Passkey", "Whether there is a passkey") with { Aliases = ["passkeys"] },
        },
        new LockedField(nameof(Locked), "Locked now")
        {
            Filter = YesNo("locked", "Locked now", "Whether the account is locked now, even if disabled"),
        },
        new SharedValueField(nameof(UserRow.ExternalLogins), "External logins", row => row.ExternalLogins)
        {
            HoldsSeveral = true,
            ColumnKey = "logins",
            Filter = new("login", "External login", SearchKind.Value, "Who signs in through a provider")
            {
                Aliases = ["provider", "external-login"],
                IsFacet = true,
            },
        },
        new TextField(nameof(UserRow.ExternalId), "External id", row => row.ExternalId)
        {
            ColumnKey = "external-id",
            Filter = new("external-id", "External id", SearchKind.Text, "Part of the external id")
            {
                Aliases = ["externalid"],
            },
            Editing = Detail(
                nameof(UserRow.ExternalId),
                new TextRule(255),
                UserText.CleanKey,
                hint: "Unique key in the system the person comes from",
                isUnique: true
            ),
            ImportTitles =
                "externalid externid externeid idnumber objectid objectguid entryuuid immutableid sourceid hrid",
            MayLookLikeNumber = true,
        },
        new KeyField(nameof(UserRow.Id), "Id")
        {
            ColumnKey = "id",
            Room = 300,
            ImportTitles = "id userid accountid uid localid pk guid uuid sub benutzerid kontoid",
            MayLookLikeNumber = true,
        },
    ];

    private static readonly FrozenDictionary<string, UserField> _byName = All.ToFrozenDictionary(field => field.Name);

    /// <summary>Display name.</summary>
    public static UserField DisplayName { get; } = Named(nameof(UserRow.DisplayName));

    /// <summary>User name.</summary>
    public static UserField UserName { get; } = Named(nameof(UserRow.UserName));

    /// <summary>Email.</summary>
    public static UserField Email { get; } = Named(nameof(UserRow.Email));

    /// <summary>Phone number.</summary>
    public static UserField PhoneNumber { get; } = Named(nameof(UserRow.PhoneNumber));

    /// <summary>Employee number.</summary>
    public static UserField EmployeeNumber { get; } = Named(nameof(UserRow.EmployeeNumber));

    /// <summary>Manager.</summary>
    public static UserField Manager { get; } = Named(nameof(UserRow.ManagerId));

    /// <summary>External id.</summary>
    public static UserField ExternalId { get; } = Named(nameof(UserRow.ExternalId));

    /// <summary>Key of the account.</summary>
    public static UserField Id { get; } = Named(nameof(UserRow.Id));

    /// <summary>State of the account.</summary>
    public static UserField State { get; } = Named(nameof(State));

    /// <summary>Names of the roles.</summary>
    public static UserField Roles { get; } = Named(nameof(UserRow.Roles));

    /// <summary>Permissions that the roles grant.</summary>
    public static UserField Permission { get; } = Named(nameof(Permission));

    /// <summary>Whether the account is locked now, even if it is also disabled or deleted.</summary>
    public static UserField Locked { get; } = Named(nameof(Locked));

    /// <summary>How often the person signed in within the last days.</summary>
    public static UserField SignIns { get; } = Named(nameof(UserRow.SignInDays));

    /// <summary>When anything that administrators edit was last changed.</summary>
    public static UserField ChangedAt { get; } = Named(nameof(UserRow.ChangedAt));

    /// <summary>When the account was created.</summary>
    public static UserField CreatedAt { get; } = Named(nameof(UserRow.CreatedAt));

    /// <summary>The fields that an administrator can edit, in the order of the form.</summary>
    public static IReadOnlyList<UserField> Edited { get; } = [.. All.Where(field => field.Editing is not null)];

    /// <summary>The fields of the profile; they are edited together.</summary>
    internal static IReadOnlyList<UserField> OfProfile { get; } =
    [.. Edited.Where(field => field.Editing!.InProfile is not null)];

    /// <summary>The fields of <see cref="Commands.UserDetails"/>.</summary>
    internal static IReadOnlyList<UserField> Details { get; } =
    [.. Edited.Where(field => field.Editing!.InDetails is not null)];

    /// <summary>Returns a field by its name, or null if there is none.</summary>
    /// <param name="name">The name, in its exact case.</param>
    public static UserField? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns a field by its name.</summary>
    /// <param name="name">The name, in its exact case.</param>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public static UserField Named(string name) =>
        Find(name) ?? throw new ArgumentException($"There is no field {name}.", nameof(name));

    private static SearchField YesNo(string key, string title, string meaning) =>
        new(key, title, SearchKind.YesNo, meaning) { Choices = ["yes", "no"], IsFacet = true };
}
