using System.Data.Common;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Anchors;

/// <summary>
/// Rewrites the log as somebody would who can write to the database and knows the rule of the hashes.
/// </summary>
internal static class Forgery
{
    /// <summary>
    /// Changes the reason of one event and computes its hash and all later ones again, so that the chain is intact.
    /// </summary>
    public static void RewriteLog(this TestHost host, long position)
    {
        var hash = EventHash.Genesis;
        var store = host.Get<IWriteStore>();
        List<EventRecord> records;
        using (var log = new LogReader(store.OpenReadOnly(), store.Layout, asStored: true))
        {
            records = log.Read(0, int.MaxValue);
        }

        using var connection = host.OpenWrite();
        foreach (var record in records)
        {
            record.Reason = record.Position == position ? "Forged." : record.Reason;
            using var command = connection.CreateCommand();
            command.CommandText =
                "UPDATE \"EventLog\" SET \"Reason\" = @reason, \"PreviousHash\" = @previous, \"Hash\" = @hash "
                + "WHERE \"Position\" = @position";
            Add(command, "@reason", record.Reason);
            Add(command, "@previous", hash);
            Add(command, "@hash", hash = EventHash.Compute(hash, record));
            Add(command, "@position", record.Position);
            command.ExecuteNonQuery().ShouldBe(1);
        }
    }

    private static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
    }
}
