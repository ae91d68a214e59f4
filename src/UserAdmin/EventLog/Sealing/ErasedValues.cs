namespace UserAdmin.EventLog.Sealing;

/// <summary>What rows keep of values that were erased (decision 93).</summary>
internal static class ErasedValues
{
    /// <summary>Returns an address, or null if it was erased.</summary>
    public static string? Address(string? address) => address == EventSealing.Erased ? null : address;

    /// <summary>Returns what is left of a text: nothing if there was none.</summary>
    public static string? Of(string? text) => text is null ? null : EventSealing.Erased;
}
