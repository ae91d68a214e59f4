using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using UserAdmin.Storage;

namespace UserAdmin.Tables;

/// <summary>Unpacks gzip files (RFC 1952).</summary>
internal static class PackedFile
{
    /// <summary>
    /// Unpacks a file into one beside it, which is deleted when it is closed, and closes the packed one.
    /// </summary>
    /// <exception cref="UnreadableTableException">The file is damaged or unpacks to too much.</exception>
    public static FileStream Unpack(FileStream packed)
    {
        var path = $"{packed.Name}.{Path.GetRandomFileName()}";
        PrivateFiles.Create(path);
        var unpacked = new FileStream(
            path,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.Delete,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        try
        {
            Copy(packed, unpacked);
            packed.Dispose();
            unpacked.Position = 0;
            return unpacked;
        }
        catch (Exception fault)
        {
            unpacked.Dispose();
            throw fault is InvalidDataException
                ? new UnreadableTableException(TableErrors.DamagedArchive, fault)
                : fault;
        }
    }

    private static void Copy(FileStream packed, FileStream unpacked)
    {
        using var unpacking = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[1 << 16];
        for (int read; (read = unpacking.Read(buffer)) > 0; )
        {
            unpacked.Write(buffer, 0, read);
            if (unpacked.Length > TableLimits.FileBytes)
            {
                throw new UnreadableTableException(TableErrors.ArchiveTooLarge);
            }
        }

        if (!IsWhole(packed, unpacked))
        {
            throw new UnreadableTableException(TableErrors.DamagedArchive);
        }

        if (unpacked.Length == 0)
        {
            throw new UnreadableTableException(TableErrors.Empty);
        }
    }

    /// <summary>
    /// Whether the packed file ends with the checksum and the size of what was unpacked last. GZipStream (.NET 10)
    /// takes a file that ends early for a shorter one.
    /// </summary>
    private static bool IsWhole(FileStream packed, FileStream unpacked)
    {
        Span<byte> end = stackalloc byte[8];
        packed.Position = Math.Max(0, packed.Length - end.Length);
        packed.ReadExactly(end[..(int)Math.Min(packed.Length, end.Length)]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[4..]);
        if (size > unpacked.Length)
        {
            return false;
        }

        var checksum = new Crc32();
        // There may be several packed parts, one after the other.
        unpacked.Position = unpacked.Length - size;
        checksum.Append(unpacked);
        return checksum.GetCurrentHashAsUInt32() == BinaryPrimitives.ReadUInt32LittleEndian(end);
    }
}
