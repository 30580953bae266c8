const BYTES_A_LINE = 16;

/** Bytes as the classic table: offset, sixteen values, and what of them is printable ASCII. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += BYTES_A_LINE) {
    const line = [...bytes.subarray(offset, offset + BYTES_A_LINE)];
    const values = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${values.padEnd(BYTES_A_LINE * 3 - 1)}  ${text}`);
  }
  return lines.join('\n');
}
