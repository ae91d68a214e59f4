namespace UserAdmin.Web.Forms;

/// <summary>Fields that are sent in one command and therefore share the version that the person has seen.</summary>
/// <param name="fields">The fields.</param>
public sealed class FieldGroup(IReadOnlyList<FormField> fields)
{
    /// <summary>The fields.</summary>
    public IReadOnlyList<FormField> Fields { get; } = fields;

    /// <summary>The version that the next command sends as seen.</summary>
    public long SeenVersion { get; private set; }

    /// <summary>Whether the group has unsaved changes.</summary>
    public bool IsTouched => Fields.Any(one => one.IsTouched);

    /// <summary>Advances the seen version, but never past a change that the person still has to decide on.</summary>
    /// <param name="rowVersion">Version of the newest row.</param>
    /// <param name="readAt">The log position up to which that row is known to be current.</param>
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
