using System.Globalization;
using System.Text.Json;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Following;

/// <summary>
/// Applies the events of the log to accounts in memory, so simply that it cannot have the program's mistakes, and notes
/// each event that does not continue from the one before: something was lost, doubled or in the wrong order.
/// </summary>
internal sealed class StormFold
{
    private readonly Dictionary<string, FoldedAccount> _accounts = [];
    private readonly HashSet<string> _gone = [];

    /// <summary>What does not fit, as sentences.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The number of events about what other programs did.</summary>
    public int Observed { get; private set; }

    /// <summary>Applies all events.</summary>
    /// <param name="events">Position, type, subject, payload and the subject's key, in order.</param>
    public static StormFold Of(IEnumerable<string[]> events)
    {
        var fold = new StormFold();
        foreach (var row in events)
        {
            using var payload = JsonDocument.Parse(SealedPayload.Open(row[3], row[4]));
            fold.Apply(row[1], row[2], payload.RootElement, $"{row[0]} {row[1]} of {row[2]}");
        }

        return fold;
    }

    /// <summary>Returns a line for each account: key, email, phone number.</summary>
    public IEnumerable<string> Accounts() =>
        _accounts.Select(one => $"{one.Key} | {one.Value.Email} | {one.Value.Phone}");

    /// <summary>Returns a line for each role that an account holds.</summary>
    public IEnumerable<string> Roles() =>
        _accounts.SelectMany(one => one.Value.Roles.Select(role => $"{one.Key} | {role}"));

    /// <summary>Returns a line for each claim that an account has.</summary>
    public IEnumerable<string> Claims() =>
        _accounts.SelectMany(one => one.Value.Claims.Select(claim => $"{one.Key} | {claim}"));

    private void Apply(string type, string id, JsonElement body, string what)
    {
        if (type is "UserObserved" or "UserCreated")
        {
            Expect(!_accounts.ContainsKey(id) && !_gone.Contains(id), what);
            _accounts[id] = FoldedAccount.Of(type == "UserCreated" ? body : body.GetProperty("Account"));
            Observed += type == "UserObserved" ? 1 : 0;
        }
        else if (type == "UserObservedGone")
        {
            Expect(_accounts.Remove(id) && _gone.Add(id), what);
            Observed++;
        }
        else if (type.StartsWith("User", StringComparison.Ordinal))
        {
            if (_accounts.TryGetValue(id, out var account))
            {
                Change(account, type, body, what);
            }
            else
            {
                Faults.Add($"{what}: nobody knows the account.");
            }
        }
    }

    private void Change(FoldedAccount account, string type, JsonElement body, string what)
    {
        switch (type)
        {
            case "UserObservedChanged":
                Observed++;
                Observe(account, body, what);
                break;
            case "UserEmailChanged":
                Expect(account.Email == (Text(body, "From") ?? ""), what);
                account.Email = Text(body, "To") ?? "";
                break;
            case "UserRoleAssigned":
                Expect(account.Roles.Add(Text(body, "RoleId")!), what);
                break;
            case "UserRoleRemoved":
                Expect(account.Roles.Remove(Text(body, "RoleId")!), what);
                break;
            case "UserClaimAdded":
                Expect(account.Claims.Add(FoldedAccount.Claim(body)), what);
                break;
            case "UserClaimRemoved":
                Expect(account.Claims.Remove(FoldedAccount.Claim(body)), what);
                break;
        }
    }

    private void Observe(FoldedAccount account, JsonElement body, string what)
    {
        foreach (var field in body.GetProperty("Fields").EnumerateArray())
        {
            var (from, to) = (Text(field, "From") ?? "", Text(field, "To") ?? "");
            switch (Text(field, "Field"))
            {
                case "Email":
                    Expect(account.Email == from, what);
                    account.Email = to;
                    break;
                case "PhoneNumber":
                    // Everybody counts it up.
                    Expect(account.Phone == from && Number(from) < Number(to), what);
                    account.Phone = to;
                    break;
            }
        }

        foreach (var role in FoldedAccount.Each(body, "RolesRemoved"))
        {
            Expect(account.Roles.Remove(Text(role, "RoleId")!), what);
        }

        foreach (var role in FoldedAccount.Each(body, "RolesAdded"))
        {
            Expect(account.Roles.Add(Text(role, "RoleId")!), what);
        }

        foreach (var claim in FoldedAccount.Each(body, "ClaimsRemoved"))
        {
            Expect(account.Claims.Remove(FoldedAccount.Claim(claim)), what);
        }

        foreach (var claim in FoldedAccount.Each(body, "ClaimsAdded"))
        {
            Expect(account.Claims.Add(FoldedAccount.Claim(claim)), what);
        }
    }

    private void Expect(bool isTrue, string what)
    {
        if (!isTrue)
        {
            Faults.Add($"{what} does not continue from the event before.");
        }
    }

    private static string? Text(JsonElement body, string name) => FoldedAccount.Text(body, name);

    private static int Number(string text) =>
        text.Length == 0 ? -1 : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>An account as the log tells it.</summary>
internal sealed class FoldedAccount
{
    public string Email { get; set; } = "";

    public string Phone { get; set; } = "";

    public HashSet<string> Roles { get; } = [];

    public HashSet<string> Claims { get; } = [];

    /// <summary>Returns the account that an event begins.</summary>
    public static FoldedAccount Of(JsonElement body)
    {
        var account = new FoldedAccount { Email = Text(body, "Email") ?? "", Phone = Text(body, "PhoneNumber") ?? "" };
        account.Roles.UnionWith(Each(body, "Roles").Select(role => Text(role, "RoleId")!));
        account.Claims.UnionWith(Each(body, "Claims").Select(Claim));
        return account;
    }

    /// <summary>Returns a claim as a line.</summary>
    public static string Claim(JsonElement claim) => $"{Text(claim, "ClaimType")} | {Text(claim, "Value")}";

    /// <summary>Returns the elements of a list, which may be missing.</summary>
    public static IEnumerable<JsonElement> Each(JsonElement body, string name) =>
        body.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    /// <summary>Returns a text, which may be missing.</summary>
    public static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
