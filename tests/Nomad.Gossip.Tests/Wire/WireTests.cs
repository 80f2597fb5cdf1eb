using System.Security.Cryptography;
using System.Text;
using Nomad.Gossip.Security;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Tests.Wire;

/// <summary>Bytes that real members exchanged.</summary>
public sealed class WireTests
{
    private static readonly byte[] Alpha = [127, 0, 0, 1];

    [Fact]
    public void Compressed_data_of_other_members_expands()
    {
        Assert.Equal("", Encoding.ASCII.GetString(Lzw.Decompress(Convert.FromHexString("000302"))));
        Assert.Equal("abababababab", Encoding.ASCII.GetString(Lzw.Decompress(Convert.FromHexString("00c388114870a0c180"))));
    }

    [Fact]
    public void A_compressed_ack_and_a_compressed_event_are_read()
    {
        var ack = PacketCodec.Decompress(Convert.FromHexString("0982a4416c676f00a3427566b70005083a05254c1e366fc29001566a4a99384ede0c0808"));
        Assert.Equal(new SwimMessage.Ack(3), SwimMessage.Decode(ack));
        var packet = Convert.FromHexString(
            "0c776c09140982a4416c676f00a3427566da003900110c20246ac81061a5985049d3a64c00524ec2342425a60e9b35a7a084c9c3e64d1832da00900943b2a4c9932853aa5cc9b2a5cb972b0302");
        var user = Assert.IsType<SwimMessage.User>(SwimMessage.Decode(Assert.Single(PacketCodec.OpenPacket(packet, null))));
        var bulk = Assert.IsType<SerfMessage.UserEvent>(SerfMessage.Decode(user.Content));
        Assert.Equal(("bulk", 1ul, 100, false), (bulk.Name, bulk.LTime, bulk.Payload.Count(value => value == 'a'), bulk.Coalesce));
    }

    [Fact]
    public void A_gossip_packet_holds_two_alive_messages_and_an_intent()
    {
        var packet = Convert.FromHexString(
            "0c0c301f9107030068005e001b0486a441646472a47f000001ab496e6361726e6174696f6e01a44d657461da0022ff83a4726f6c65a56e6f6d6164a6726567696f6ea6676c6f62616ca26463a3646331a44e6f6465ac616c7068612e676c6f62616ca4506f7274cd1f0aa356736ea60105020205050486a441646472a47f000002ab496e6361726e6174696f6e01a44d657461bbff82a6726567696f6ea6676c6f62616ca4726f6c65a56e6f6d6164a44e6f6465ab626574612e676c6f62616ca4506f7274cd1f0aa356736ea6010502020505080182a54c54696d6501a44e6f6465ab626574612e676c6f62616c");
        var messages = PacketCodec.OpenPacket(packet, null);
        Assert.Equal(3, messages.Count);
        var alive = Assert.IsType<SwimMessage.Alive>(SwimMessage.Decode(messages[0]));
        Assert.Equal(("alpha.global", 7946, 1u), (alive.Node, alive.Port, alive.Incarnation));
        Assert.Equal(Alpha, alive.Addr);
        Assert.Equal("dc1", Tags.Decode(alive.Meta)["dc"]);
        Assert.Equal(messages[0], alive.Encode());
        Assert.Equal(new SerfMessage.JoinIntent(1, "beta.global"), SerfMessage.Decode(messages[2][1..]));
        Assert.Equal(packet, PacketCodec.SealPacket(PacketCodec.Combine(messages), withChecksum: true, null));
        packet[^1] ^= 1;
        Assert.Throws<InvalidDataException>(() => PacketCodec.OpenPacket(packet, null));
    }

    [Theory]
    [InlineData("0085a44e6f6465ac616c7068612e676c6f62616ca55365714e6f01aa536f7572636541646472a47f000002aa536f757263654e6f6465ab626574612e676c6f62616caa536f75726365506f7274cd1f0a")]
    [InlineData("0188a44e61636bc3a44e6f6465ac67616d6d612e676c6f62616ca4506f7274cd1f0aa55365714e6f0baa536f7572636541646472a47f000001aa536f757263654e6f6465ac616c7068612e676c6f62616caa536f75726365506f7274cd1f0aa6546172676574a47f000003")]
    [InlineData("0b81a55365714e6f0b")]
    [InlineData("0383a446726f6dac616c7068612e676c6f62616cab496e6361726e6174696f6e01a44e6f6465ac67616d6d612e676c6f62616c")]
    [InlineData("0583a446726f6dac616c7068612e676c6f62616cab496e6361726e6174696f6e01a44e6f6465ac67616d6d612e676c6f62616c")]
    [InlineData("0d81a54572726f72da003a52656d6f746520737461746520697320656e6372797074656420616e6420656e6372797074696f6e206973206e6f7420636f6e66696775726564")]
    public void Messages_are_written_as_other_members_write_them(string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(SwimMessage.Decode(Convert.FromHexString(hex)).Encode()));

    [Theory]
    [InlineData("0083a54c54696d6505a44e6f6465ab626574612e676c6f62616ca55072756e65c2")]
    [InlineData("0384a24343c3a54c54696d6501a44e616d65a66465706c6f79a75061796c6f6164a27631")]
    [InlineData("048ba441646472a47f000001a746696c7465727392ae0091ab626574612e676c6f62616cb60182a445787072a56e6f6d6164a3546167a4726f6c65a5466c61677301a24944ce2d98eb9fa54c54696d6501a44e616d65a46c6f6164a75061796c6f6164a26869a4506f7274cd1f0aab52656c6179466163746f7201aa536f757263654e6f6465ac616c7068612e676c6f62616ca754696d656f7574ce5f5e1000")]
    [InlineData("0585a5466c61677300a446726f6dab626574612e676c6f62616ca24944ce2d98eb9fa54c54696d6501a75061796c6f6164a4302e350a")]
    public void Serf_messages_are_written_as_other_members_write_them(string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(SerfMessage.Decode(Convert.FromHexString(hex))!.Encode()));

    [Fact]
    public void A_relayed_message_is_passed_on_unchanged()
    {
        var relay = Assert.IsType<SerfMessage.Relay>(SerfMessage.Decode(Convert.FromHexString(
            "0982a8446573744164647283a24950a47f000001a4506f7274cd1f0aa45a6f6e65a0a8446573744e616d65ac616c7068612e676c6f62616c0585a5466c61677301a446726f6dab626574612e676c6f62616ca24944ce2d98eb9fa54c54696d6501a75061796c6f6164c0")));
        Assert.Equal((7946, 5), (relay.Port, relay.Message[0]));
        Assert.Equal(1u, Assert.IsType<SerfMessage.QueryResponse>(SerfMessage.Decode(relay.Message)).Flags);
    }

    [Fact]
    public void A_join_request_is_read_and_its_parts_are_written_alike()
    {
        var request = Convert.FromHexString(
            "0683a44a6f696ec3a54e6f64657301ac5573657253746174654c656ecd025387a441646472a47f000002ab496e6361726e6174696f6e01a44d657461bbff82a6726567696f6ea6676c6f62616ca4726f6c65a56e6f6d6164a44e616d65ab626574612e676c6f62616ca4506f7274cd1f0aa5537461746500a356736ea60105020205050286aa4576656e744c54696d6501a64576656e7473dc0200"
            + string.Concat(Enumerable.Repeat("c0", 512))
            + "a54c54696d6501ab4c6566744d656d6265727390aa51756572794c54696d6501ac5374617475734c54696d657381ab626574612e676c6f62616c00");
        Assert.Equal("19023d3351eba5fff3aab0bbe3a02596c58de2f9f7a192c7f744326b01f6fad0", Convert.ToHexStringLower(SHA256.HashData(request)));
        var (type, reader) = StreamCodec.Open(new MemoryStream(request), null);
        var pushPull = PushPull.Decode(reader);
        Assert.Equal((MessageType.PushPull, true, "beta.global"), (type, pushPull.Join, Assert.Single(pushPull.Nodes).Name));
        Assert.Equal(request, pushPull.Encode());
        var state = SerfState.Decode(pushPull.UserState)!;
        Assert.Equal((1ul, 1ul, 0ul), (state.LTime, state.QueryLTime, state.StatusLTimes["beta.global"]));
        Assert.Equal(state.StatusLTimes, SerfState.Decode(state.Encode())!.StatusLTimes);
    }

    [Fact]
    public void Encrypted_packets_of_other_members_open()
    {
        var keyring = new Keyring([new byte[32], Convert.FromBase64String("AAECAwQFBgcICQoLDA0ODw==")]);
        var packet = Convert.FromHexString("01ca73bd0295f0384c9ab6ab073819b7dc92005734f4dad9e0339cd9e4a4c7b3e78fbb846a4958a88a4ed9c2b46a5da5ea74c1762072");
        Assert.Equal("080182a54c54696d6501a44e6f6465a4656e6332", Convert.ToHexStringLower(Assert.Single(PacketCodec.OpenPacket(packet, keyring))));
        // Of version 0, as members before Serf sent it.
        var padded = Convert.FromHexString("00a0a1a2a3a4a5a6a7a8a9aaaba287ba1e32dd5a67ef79114e2976d5c23ddc2d068d1933a12b1e7f954c8381a6393b03e1ede8bc6e0250e1b8418c4411");
        Assert.Throws<InvalidDataException>(() => PacketCodec.OpenPacket(padded, keyring));
        packet[20] ^= 1;
        Assert.Throws<InvalidDataException>(() => PacketCodec.OpenPacket(packet, keyring));
    }

    [Fact]
    public void Encrypted_streams_of_other_members_open_and_ours_are_bound_to_their_head()
    {
        var keyring = new Keyring([[.. Enumerable.Range(0, 32).Select(i => (byte)i)]]);
        var ack = Convert.FromHexString("0a0000002f01c24606e3a53023804236ed8dfb39f6d9741be5dd2580a225eb55809baa56de85ca6f1d6d655fb4af3fac29cf2757");
        var (type, reader) = StreamCodec.Open(new MemoryStream(ack), keyring);
        Assert.Equal((MessageType.Ack, 2u), (type, reader.ReadMap().UInt32("SeqNo")));
        var ours = StreamCodec.Seal(new SwimMessage.Ack(9).Encode(), keyring);
        Assert.Equal(9u, StreamCodec.Open(new MemoryStream(ours), keyring).Reader.ReadMap().UInt32("SeqNo"));
        Assert.Throws<InvalidDataException>(() => StreamCodec.Open(new MemoryStream(ours), null));
        Assert.Throws<InvalidDataException>(() => StreamCodec.Open(new MemoryStream([0x02, 0x80]), keyring));
    }

    [Fact]
    public void Signed_integers_of_newer_members_are_read()
    {
        var head = new MsgPackReader(new MemoryStream(Convert.FromHexString("83a44a6f696ec2a54e6f646573d100c8ac5573657253746174654c656ed2000186a0"))).ReadMap();
        Assert.Equal((200ul, 100_000ul), (head.UInt("Nodes"), head.UInt("UserStateLen")));
    }

    [Fact]
    public void Tags_beyond_512_bytes_are_refused_and_old_metadata_is_a_role()
    {
        Assert.Throws<ArgumentException>(() => Tags.Encode(new Dictionary<string, string> { ["x"] = new('y', 600) }));
        Assert.Equal("db", Tags.Decode("db"u8.ToArray())["role"]);
    }

    [Fact]
    public void Hostile_bytes_are_refused_not_followed()
    {
        Assert.Throws<InvalidDataException>(() => new MsgPackReader(new MemoryStream([.. Enumerable.Repeat((byte)0x91, 1000)])).ReadMap());
        Assert.Throws<InvalidDataException>(() => new MsgPackReader(new MemoryStream(Convert.FromHexString("81a178dbffffffff"))).ReadMap());
        Seeds.Each(20_000, seed =>
        {
            var random = new Random(seed);
            var bytes = new byte[64];
            random.NextBytes(bytes);
            bytes[0] = (byte)random.Next(14);
            try
            {
                foreach (var message in PacketCodec.OpenPacket(bytes, null))
                {
                    SwimMessage.Decode(message);
                }
            }
            catch (Exception error) when (error is InvalidDataException or EndOfStreamException or OverflowException)
            {
            }
        });
    }
}
