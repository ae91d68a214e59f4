namespace UserAdmin.Web.Forms;

/// <summary>Fields that travel in one command, and so share the version that was seen.</summary>
/// <param name="fields">The fields.</param>
public sealed class FieldGroup(IReadOnlyList<FormField> fields)
{
    /// <summary>The fields.</summary>
    public IReadOnlyList<FormField> Fields { get; } = fields;

    /// <summary>The version that the next command says was seen.</summary>
    public long SeenVersion { get; private set; }

    /// <summary>Whether something in it is not saved.</summary>
    public bool IsTouched => Fields.Any(one => one.IsTouched);

    /// <summary>Moves the seen version on, but never past a change that the person has not decided about.</summary>
    /// <param name="rowVersion">Version of the newest row.</param>
    /// <param name="readAt">Log position up to which that row is known to be true.</param>
    public void Settle(long rowVersion, long readAt)
    {
        var known = Fields.Max(field => field.KnownAt);
        // A version newer than what was read says nothing about the group's other fields: sending it would revert them.
        if (Fields.Any(field => field.Overtaken is not null) || (Fields.Count > 1 && known > readAt))
        {
            return;
        }

        SeenVersion = Math.Max(known, rowVersion);
        foreach (var field in Fields)
        {
            field.See();
        }
    }
}
