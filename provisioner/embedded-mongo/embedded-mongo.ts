export interface EmbeddedMongoOptions {
  /** Address to listen on; 127.0.0.1 unless told. */
  readonly host?: string;
  /** TCP port; 0, the default, takes a free one. */
  readonly port?: number;
  /** Where the data is kept; without it, in memory only. */
  readonly folder?: string;
}

/** A running server. */
export interface EmbeddedMongo {
  /** `mongodb://host:port/` */
  readonly uri: string;
  readonly host: string;
  readonly port: number;
  /** Ends all connections, writes what is left and frees port and folder. May be called twice. */
  close(): Promise<void>;
}
