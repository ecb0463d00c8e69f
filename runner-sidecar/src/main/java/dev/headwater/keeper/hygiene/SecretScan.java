package dev.headwater.keeper.hygiene;

/** Whether what the job changed is searched for secrets; the policy's words. */
public enum SecretScan {
    Block,
    Off
}
