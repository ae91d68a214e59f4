namespace UserAdmin.Web.Forms;

/// <summary>A field whose value is the key of an account; people read and type its name.</summary>
internal interface IAccountField
{
    /// <summary>Remembers the name of an account.</summary>
    void Remember(string id, string name);

    /// <summary>Returns the name of an account; its key as long as the name is not known.</summary>
    string NameOf(string id);
}

/// <inheritdoc cref="IAccountField"/>
/// <param name="name">Name of the command's property.</param>
/// <param name="label">The label that people see.</param>
/// <param name="read">Reads the key from a row.</param>
/// <typeparam name="TRow">The row that the form edits.</typeparam>
public sealed class AccountField<TRow>(string name, string label, Func<TRow, string?> read)
    : FormField<TRow>(name, label, read),
        IAccountField
{
    private readonly Dictionary<string, string> _names = [];

    /// <inheritdoc/>
    public void Remember(string id, string name) => _names[id] = name;

    /// <inheritdoc/>
    public string NameOf(string id) => _names.GetValueOrDefault(id) is { Length: > 0 } name ? name : id;

    /// <summary>Returns whether the name of an account is known.</summary>
    public bool Knows(string id) => _names.ContainsKey(id);

    /// <inheritdoc/>
    public override string Shown(string value) => NameOf(value);
}
