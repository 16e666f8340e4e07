const parent = process.ppid;
const alive = setInterval(() => {
  // Whoever started it has gone without a word.
  if (process.ppid !== parent) process.exit(1);
}, 1000);
process.on('SIGINT', () => clearInterval(alive));
