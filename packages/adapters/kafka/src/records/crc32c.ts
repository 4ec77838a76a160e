/** Reversed polynomial of Castagnoli. */
const POLYNOMIAL = 0x82f63b78;
/** Bytes taken in one step: each has a table of its own, which carries it past the bytes behind it. */
const STEP = 8;
const TABLE = 256;

/** Table n, from n * 256 on: the checksum of a byte that n zero bytes follow. */
const tables = makeTables();

/** CRC-32C, the checksum of Kafka's record batches, of the bytes from a position on. */
export function crc32c(bytes: Buffer, from = 0): number {
  let crc = -1;
  let at = from;
  for (const last = bytes.length - STEP; at <= last; at += STEP) {
    const low = bytes.readInt32LE(at) ^ crc;
    const high = bytes.readInt32LE(at + 4);
    crc =
      entry(7 * TABLE + (low & 0xff)) ^
      entry(6 * TABLE + ((low >>> 8) & 0xff)) ^
      entry(5 * TABLE + ((low >>> 16) & 0xff)) ^
      entry(4 * TABLE + (low >>> 24)) ^
      entry(3 * TABLE + (high & 0xff)) ^
      entry(2 * TABLE + ((high >>> 8) & 0xff)) ^
      entry(TABLE + ((high >>> 16) & 0xff)) ^
      entry(high >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = entry((crc ^ (bytes[at] ?? 0)) & 0xff) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

/** The index is always within the tables. */
function entry(index: number): number {
  return tables[index] as number;
}

function makeTables(): Int32Array {
  const made = new Int32Array(STEP * TABLE);
  for (let byte = 0; byte < TABLE; byte += 1) made[byte] = checksumOfByte(byte);
  for (let at = TABLE; at < made.length; at += 1) {
    const before = made[at - TABLE] ?? 0;
    made[at] = (made[before & 0xff] ?? 0) ^ (before >>> 8);
  }
  return made;
}

function checksumOfByte(byte: number): number {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  return crc;
}
