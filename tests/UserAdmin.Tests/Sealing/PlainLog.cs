using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using UserAdmin.Anchors;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Monitoring;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Sealing;

/// <summary>Makes logs as they were before personal texts were encrypted.</summary>
internal static class PlainLog
{
    /// <summary>
    /// Writes every event of a host in plain text, computes the chain again, signs the signed heads again, and removes
    /// the keys. What was purged before can no longer be made plain.
    /// </summary>
    public static void MakePlain(this TestHost host)
    {
        var layout = host.Get<IWriteStore>().Layout;
        var hashes = new List<byte[]> { EventHash.Genesis };
        List<EventRecord> records;
        using (var log = new LogReader(host.Get<IWriteStore>()))
        {
            records = log.Read(0, int.MaxValue);
        }

        using var connection = host.OpenWrite();
        using var transaction = connection.BeginTransaction();
        foreach (var record in records)
        {
            var (opened, @event) = EventSealing.Open(record);
            if (@event is LogHeadSigned signed)
            {
                @event = Signed(signed, hashes[(int)signed.HeadPosition], host.Get<AnchorKey>().Get());
            }

            (opened.Version, opened.Payload) = (1, EventCodec.Encode(@event));
            opened.PreviousHash = hashes[^1];
            hashes.Add(opened.Hash = EventHash.Compute(hashes[^1], opened));
            Write(connection, transaction, layout.Log, opened);
        }

        using var forget = connection.Command(transaction, $"DELETE FROM {layout.EventKeys}");
        forget.ExecuteNonQuery();
        transaction.Commit();
    }

    private static LogHeadSigned Signed(LogHeadSigned signed, byte[] hash, ECDsa key)
    {
        var anchor = Anchor.Of(signed) with { Head = new LogHead(signed.HeadPosition, Convert.ToHexStringLower(hash)) };
        var signature = key.SignData(
            Encoding.UTF8.GetBytes(anchor.Statement()),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return signed with { HeadHash = anchor.Head.Hash, Signature = Convert.ToBase64String(signature) };
    }

    private static void Write(DbConnection connection, DbTransaction transaction, string log, EventRecord record)
    {
        using var command = connection.Command(
            transaction,
            $"UPDATE {log} SET \"Version\" = 1, \"Payload\" = @payload, \"ActorName\" = @actor, \"Reason\" = @reason, "
                + "\"IpAddress\" = @address, \"PreviousHash\" = @previous, \"Hash\" = @hash "
                + "WHERE \"Position\" = @position",
            ("@payload", record.Payload),
            ("@actor", record.ActorName),
            ("@reason", record.Reason),
            ("@address", record.IpAddress),
            ("@previous", record.PreviousHash),
            ("@hash", record.Hash),
            ("@position", record.Position)
        );
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
