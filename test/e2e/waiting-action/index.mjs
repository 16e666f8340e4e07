const alive = setInterval(() => {}, 60_000);
process.on('SIGINT', () => clearInterval(alive));
